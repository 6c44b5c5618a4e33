const PLAIN = "You help customers of a shop. Answer briefly, and say so when you do not know.";

/** What the model is told to be: the flag `agent-prompt`, whose variants are texts, or the plain one where there is no such flag. */
export async function instructions(env, user) {
  if (!env.FLAGS) return PLAIN;
  return env.FLAGS.getStringValue("agent-prompt", PLAIN, user === undefined ? {} : { targetingKey: user });
}
