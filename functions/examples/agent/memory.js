const QUERY_MAX = 500;

/** What the user said before that bears upon a question. Nothing where nobody says who they are, or nothing is remembered. */
export async function recalled(env, user, question) {
  if (!env.MEMORY || user === undefined) return [];
  try {
    const { candidates } = await env.MEMORY.getProfile(user).recall(question.slice(0, QUERY_MAX));
    return candidates.slice(0, 5).map(({ summary }) => summary);
  } catch (error) {
    console.error("recalling failed:", error.code, error.message);
    return [];
  }
}

/** Keeps what was said, behind the answer. */
export async function remember(env, user, question, answer) {
  if (!env.MEMORY || user === undefined) return;
  try {
    await env.MEMORY.getProfile(user).ingest([
      { role: "user", content: question },
      { role: "assistant", content: answer },
    ]);
  } catch (error) {
    console.error("remembering failed:", error.code, error.message);
  }
}
