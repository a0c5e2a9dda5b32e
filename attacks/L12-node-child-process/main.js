const { spawnSync } = require('child_process');
for (const command of [['cat', '/etc/shadow'], ['kill', '-9', '1'], ['touch', '/box/app/x']]) {
  const done = spawnSync(command[0], command.slice(1));
  if (done.status === 0) console.log('PWNED', command.join(' '));
}
try {
  process.kill(1, 'SIGKILL');
  console.log('PWNED init');
} catch (refused) {
  console.log(refused.code);
}
console.log('contained');
