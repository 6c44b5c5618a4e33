// Tells what the types declare: each global, with the members of what it is and of what it makes.
// usage: node globals.mjs <index.d.ts>; answers {"all": [names, those of ECMAScript too], "own": {name: {statics: [...], instance: [...]}}}
import path from "node:path";
import ts from "typescript";

const root = path.resolve(process.argv[2]);
const program = ts.createProgram([root], { lib: ["lib.esnext.d.ts"], types: [], target: ts.ScriptTarget.ESNext, strict: true });
const checker = program.getTypeChecker();
const scope = program.getSourceFile(root);
// What the language's own library declares stays the library's, whatever is added to it here.
function ours(symbol) {
  const file = symbol.valueDeclaration?.getSourceFile().fileName ?? "";
  return file.startsWith(path.dirname(root) + "/") && !file.includes("node_modules");
}
const names = (type) => checker.getPropertiesOfType(type).map((p) => p.name).filter((name) => !name.startsWith("__@"));

const values = checker.getSymbolsInScope(scope, ts.SymbolFlags.Value).filter((symbol) => !symbol.name.startsWith('"'));
const own = {};
for (const symbol of values.filter(ours)) {
  const type = checker.getTypeOfSymbol(symbol);
  const prototype = type.getProperty("prototype");
  own[symbol.name] = {
    statics: type.getCallSignatures().length > 0 ? [] : names(type).filter((name) => name !== "prototype"),
    instance: prototype === undefined ? [] : names(checker.getTypeOfSymbol(prototype)),
  };
}
process.stdout.write(JSON.stringify({ all: values.map((symbol) => symbol.name), own }));
