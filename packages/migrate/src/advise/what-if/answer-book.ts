// What the planner has said of one statement. A plan that was chosen while more indexes were there is still the cheapest
// where only those are gone that it does not read: most questions of a search follow from earlier answers (the idea of
// Papadomanolakis, Dash and Ailamaki, "Efficient Use of the Query Optimizer for Automated Database Design", VLDB 2007).

interface Answer {
  readonly cost: number | null;
  /** Keys of the indexes that the plan reads. */
  readonly used: readonly string[];
}

export interface AnswerBook {
  /** The cost with exactly these indexes, by their keys; `ask` is called where no earlier answer says it. */
  costWith(given: ReadonlySet<string>, ask: () => Promise<Answer>): Promise<number | null>;
}

export function answerBook(): AnswerBook {
  const exact = new Map<string, Promise<number | null>>();
  const answers: { readonly given: ReadonlySet<string>; readonly answer: Answer }[] = [];
  const follows = (given: ReadonlySet<string>): Answer | undefined =>
    answers.find(
      (known) => known.answer.used.every((key) => given.has(key)) && [...given].every((key) => known.given.has(key)),
    )?.answer;
  return {
    costWith(given, ask) {
      const key = [...given].sort().join('\n');
      const known = exact.get(key);
      if (known) return known;
      const answer = (async () => {
        const before = follows(given);
        if (before) return before.cost;
        const asked = await ask();
        answers.push({ given, answer: asked });
        return asked.cost;
      })();
      exact.set(key, answer);
      return answer;
    },
  };
}
