import * as fs from 'fs';

for (const path of ['/box/app/x', '/etc/x', '/glovebox/x', '/usr/lib/x']) {
  try {
    fs.writeFileSync(path, 'x');
    console.log('PWNED', path);
  } catch (refused: any) {
    console.log(refused.code);
  }
}
try {
  process.setuid!(0);
  console.log('PWNED root');
} catch (refused: any) {
  console.log(refused.code);
}
console.log('contained');
