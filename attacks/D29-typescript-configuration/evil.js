require("fs").writeFileSync("/tmp/glovebox-pwned", "");
