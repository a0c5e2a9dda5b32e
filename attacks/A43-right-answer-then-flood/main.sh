echo 42
yes
