globalThis.pwned = true;
