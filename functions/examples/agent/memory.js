const QUERY_MAX = 500;
const RECALLED_MAX = 5;

/**
 * What the user said before that bears upon a question. Nothing where nobody says who they are, or nothing is remembered; and no memory that tries to
 * give orders.
 */
export async function recalled(env, user, question) {
  if (!env.MEMORY || user === undefined) return [];
  try {
    const { candidates } = await profile(env, user).recall(question.slice(0, QUERY_MAX), { limit: 2 * RECALLED_MAX });
    return candidates.filter(({ suspicious }) => !suspicious).slice(0, RECALLED_MAX).map(({ content }) => content);
  } catch (error) {
    if (error.code !== "not-found") console.error("recalling failed:", error.code, error.message);
    return [];
  }
}

/** Keeps what was said, behind the answer. A day is a session: what belongs together is read together. */
export async function remember(env, user, question, answer) {
  if (!env.MEMORY || user === undefined) return;
  const timestamp = new Date();
  const messages = [{ role: "user", content: question, timestamp }];
  if (answer !== "") messages.push({ role: "assistant", content: answer, timestamp });
  try {
    await profile(env, user).ingest(messages, { sessionId: timestamp.toISOString().slice(0, 10) });
  } catch (error) {
    console.error("remembering failed:", error.code, error.message);
  }
}

function profile(env, user) {
  return env.MEMORY.getProfile(user, { namespace: "agent" });
}
