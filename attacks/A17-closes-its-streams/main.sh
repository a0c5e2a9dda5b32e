exec >&- 2>&- <&-
sleep 100
