try {
  require('inspector').open(9229, '0.0.0.0');
  if (require('inspector').url()) console.log('PWNED inspector');
} catch (refused) {
  console.log(refused.code);
}
const server = require('net').createServer();
server.on('error', (refused) => console.log('contained', refused.code));
server.listen(8080, () => {
  console.log('PWNED a server');
  server.close();
});
