for file in /var/run/docker.sock /run/docker.sock /run/containerd/containerd.sock /run/crio/crio.sock /var/run/secrets /run/secrets /.docker /root/.docker; do
  [ -e "$file" ] && echo "PWNED $file"
done
find / -xdev -type s 2>/dev/null | grep . && echo PWNED a socket
env | grep -iE 'pass|token|secret|key|pg|postgres|docker|glovebox|spring|java_tool' && echo PWNED the environment
env | cut -d= -f1 | grep -vxE 'HOME|TMPDIR|LANG|PATH|PWD|SHLVL|_|OLDPWD' && echo PWNED more than was said
[ "$HOME" = /box/run ] || echo "PWNED home is $HOME"
echo contained
