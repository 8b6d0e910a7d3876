/** The rules for texts in src/README.md, as far as words show whether they are kept. */

export interface Pattern {
  readonly wrong: RegExp;
  /** What to write instead. */
  readonly better: string;
  /** A text that it catches, and one that looks like it and is right. */
  readonly caught: string;
  readonly passed: string;
}

/** What misleads a reader anywhere, in comments too. */
export const MISLEADING: readonly Pattern[] = [
  {
    wrong: /\bmay not\b/i,
    better: "must not, might not, or cannot",
    caught: "Users may not see clusters.",
    passed: "Users may see clusters, not hosts.",
  },
  {
    wrong: /(?<!\bthere )\b(?:is|are|was|were) none\b/,
    better: "does not have, is not one of",
    caught: "a text that is none of these",
    passed: "undefined when there is none",
  },
  {
    wrong: /\bwho(?:m|so)?ever\b/i,
    better: "anyone who, the caller, the client that",
    caught: "Whoever writes it chooses.",
    passed: "Anyone who writes it chooses.",
  },
  {
    wrong: /\bthe begin\b|\bbegin of\b/i,
    better: "the beginning",
    caught: "to the begin of the next",
    passed: "They begin with a letter.",
  },
  {
    wrong: /\bbelongs? into\b/i,
    better: "belongs in",
    caught: "It belongs into man1.",
    passed: "It belongs in man1.",
  },
];

/** The beginnings of a comment, or of a sentence in it, that hide its subject. */
export const SUBJECTLESS: readonly Pattern[] = [
  {
    wrong: /^(?:What|Who|Whom|Whose|Of|Told)\b(?!.*\?)/,
    better: "a noun as the subject",
    caught: "What is left to the user.",
    passed: "The rest of the quotas. Off by default.",
  },
];

/** The words that make a comment hard to understand. */
export const OBSCURE: readonly Pattern[] = [
  {
    wrong: /\b(?:tells|told)\b/i,
    better: "reports, shows, says, distinguishes",
    caught: "all faults are told at once",
    passed: "all faults are reported at once",
  },
];

/** What a native writer of manuals would not write in a text for users. */
export const FOREIGN: readonly Pattern[] = [
  ...MISLEADING,
  {
    wrong: /(?<!\bthere )\b(?:is|are|was|were) no\b(?! (?:longer|more)\b)/i,
    better: "does not, is not a",
    caught: "It is no host name.",
    passed: "There is no host name; it is no longer needed.",
  },
  {
    wrong: /(?:^|[.;:] +)(?:Who|Whom|Whose|What|Of (?:whom|what))\b(?!.*\?)/,
    better: "a noun: anyone who, the part that",
    caught: "Nothing else. Who has that file can act for every user.",
    passed: "What is it? Anyone who has that file. `what`",
  },
  {
    wrong: /\bmust be such as\b/i,
    better: "must look like, must be X, such as",
    caught: "must be such as template_0",
    passed: "must be a size such as 1G",
  },
  {
    wrong: /\b(?:he|his|him|himself)\b/i,
    better: "they, their, or the noun",
    caught: "what he may use",
    passed: "what they may use",
  },
  {
    wrong: /\b(?:tells|told)\b|\b(?:not|nor|to|can|cannot|people) tell\b(?! apart)/i,
    better: "say, show, report, distinguish",
    caught: "The log tells why.",
    passed: "Tell the administrator: two that nobody can tell apart.",
  },
  {
    wrong: /\bstands? (?:in|at|for|behind|before|beside|above|below|there|here|after|between)\b/i,
    better: "is, comes",
    caught: "It stands in the log.",
    passed: "the stand-in for oned",
  },
  {
    wrong: /\bbehind (?:it|its|each|which|that|them|those|the (?:name|command|word|end|number|document))\b/i,
    better: "after",
    caught: "a blank behind the number",
    passed: "a host behind the firewall",
  },
  {
    wrong: /\bwants\b/i,
    better: "requires, needs",
    caught: "oned wants a number",
    passed: "as many as you want",
  },
  {
    wrong:
      /\b(?:looks|looked) (?:at|for|whether)\b|\b(?:a|the|one|two|each|next|last) looks?\b|\bgoes on looking\b|\blook whether\b/i,
    better: "check, examine, search for, poll",
    caught: "templates are looked for beside it",
    passed: "The name is looked up. Look at the log.",
  },
  {
    wrong:
      /\b(?:certificates?|tokens?|logins?)(?: \{\})?(?: that)? (?:ends?|ended)\b|\bends? (?:it|all|them|one)\b|\bended at\b/i,
    better: "expire, revoke, stop",
    caught: "a certificate ended at noon",
    passed: "a path that ends in a slash",
  },
  {
    wrong: /\bsuch (?:that|which) (?:is|are|has|have)\b/i,
    better: "those that",
    caught: "of such that are free",
    passed: "such as those that are free",
  },
  {
    wrong: /\bone's (?:own|group)\b|\boneself\b/i,
    better: "your own, the user's own",
    caught: "a size of one's own",
    passed: "a size of your own",
  },
  {
    wrong: /\bunder way\b/i,
    better: "in progress",
    caught: "Requests under way are finished.",
    passed: "Requests in progress are completed.",
  },
  {
    wrong: /\bthere is no (?:such|way)\b/i,
    better: "the NOUN does not exist, no route leads to",
    caught: "There is no such host.",
    passed: "The host name does not exist.",
  },
  {
    wrong: /\b(?:takes?|taken?|puts?) (?:[^.;:]* )?into use\b/i,
    better: "apply, make effective",
    caught: "The server takes the new one into use.",
    passed: "The server applies the new one.",
  },
  {
    wrong: /\b(?:any more|outside of|inside of|for good)\b(?! than)/i,
    better: "no longer, outside, inside, permanently",
    caught: "The host does not answer any more.",
    passed: "The host no longer answers.",
  },
  {
    wrong: /\b(?:who asks|comes? (?:more than once|twice)|public key of SSH)\b/i,
    better: "who is logged in, appears twice, SSH public key",
    caught: "The quotas of the user who asks.",
    passed: "The quotas of the user who is logged in.",
  },
  {
    wrong: /\bfor to\b|\binformations\b|\baccording the\b/i,
    better: "plain English",
    caught: "for to start",
    passed: "according to the log",
  },
];

/** The sentences of a text that one of the patterns catches, each with the better words. */
export function faults(text: string, patterns: readonly Pattern[] = FOREIGN): string[] {
  // A wrapped sentence is one sentence; code is not English.
  const sentences = text
    .replace(/```[\s\S]*?```|`[^`\n]*`|<!--.*?-->/g, "``")
    .replace(/\n(?![\n|#-]|\d+\.)/g, " ")
    .split(/(?<=[.;:?!])\s+|\n+|\|/)
    .map((sentence) => sentence.trim());
  return sentences.flatMap((sentence) =>
    patterns.filter(({ wrong }) => wrong.test(sentence)).map(({ better }) => `${sentence} -> ${better}`),
  );
}
