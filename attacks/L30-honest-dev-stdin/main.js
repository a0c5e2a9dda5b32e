const fs = require('fs');
const input = fs.readFileSync('/dev/stdin', 'utf8');
fs.writeFileSync('/dev/stdout', input.toUpperCase());
fs.writeFileSync('/dev/stderr', 'contained\n');
