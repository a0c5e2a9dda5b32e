const values: number[][] = [];
console.log(values[1]!.length);
