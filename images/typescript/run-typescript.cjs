// Usage: node run-typescript.cjs MAIN.ts [ARGUMENT...]
// Starts the compiled form of MAIN.ts as if it had been named on the command line.
process.argv.splice(1, 1);
process.argv[1] = process.argv[1].replace(/\.ts$/, ".js");
require("node:module").runMain(process.argv[1]);
