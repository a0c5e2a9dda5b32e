console.log(globalThis.pwned ? "PWNED" : "contained");
