read -r word
if [ "$word" = plant ]; then
  cd /tmp
  ln -s /box/app app; ln -s /etc etc; ln -s / root; ln -s /box/run/.. up; ln -s self self; mkfifo pipe
  mkdir -p d && ln -s /box/app d/app && chmod 555 d
  cd /box/run
  ln -s /tmp tmp; ln -s /box/app/main.sh main; mkfifo pipe; mkdir sub; ln /tmp/pipe sub/pipe 2>/dev/null
  chmod 000 sub
else
  [ -r /box/app/main.sh ] || echo PWNED the program is gone
  [ -r /etc/passwd ] || echo PWNED the image
  ls -A /tmp /box/run | grep -v : | grep . && echo PWNED leftovers
fi
echo contained
