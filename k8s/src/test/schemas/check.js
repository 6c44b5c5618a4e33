// Reads documents of Kubernetes as a JSON list, and tells of each what the schema of its kind has against it: a list of lists.
import { text } from "node:stream/consumers";

const packages = { "serving.knative.dev": "@kubernetes-models/knative" };

async function model({ apiVersion = "", kind = "" }) {
  const group = apiVersion.includes("/") ? apiVersion.split("/")[0] : "";
  const module = `${packages[group] ?? "kubernetes-models"}/${apiVersion}/${kind}`;
  const found = await import(module);
  return found[kind];
}

async function findings(document) {
  try {
    new (await model(document))(document).validate();
    return [];
  } catch (error) {
    return (error.errors ?? [error]).map((one) => `${one.instancePath ?? ""} ${one.message}`.trim());
  }
}

console.log(JSON.stringify(await Promise.all(JSON.parse(await text(process.stdin)).map(findings))));
