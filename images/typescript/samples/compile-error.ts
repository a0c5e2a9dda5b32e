const count: number = "a string";
console.log(count);
