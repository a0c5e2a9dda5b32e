type Bomb<N extends unknown[]> = N["length"] extends 1e9 ? N : Bomb<[...N, ...N, 1]> | Bomb<[...N, 2]>;
const x: Bomb<[]> = [];
console.log(x);
