print('PWNED <script>alert(1)</script> \x00\u202e')
