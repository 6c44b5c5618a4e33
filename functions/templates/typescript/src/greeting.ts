export function greeting(word: string, name: string = "world"): string {
  return `${word}, ${name}!`;
}
