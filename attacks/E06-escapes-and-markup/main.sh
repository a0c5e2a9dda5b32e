printf '\033[2J\033]0;pwned\007\033]52;c;aWQ=\007<script>alert(1)</script><img src=x onerror=alert(1)>\033[31m'
