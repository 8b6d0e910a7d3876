/** Why answers differ from the recorded ones: the names that the manual lists, each with the rule behind it. */
export const REASONS = {
  "bad-credentials-are-401":
    "Missing and refused credentials are 401 with WWW-Authenticate and a text. 2.0 said 404, 400 or 500; 4.6 sent no text.",
  "other-auth-modes-gone":
    "Authentication is Basic only: a certificate in a header, which 4.6's x509 mode believed without proof, does not log anybody in.",
  "occi-1.2-for-its-types":
    "Accept names only a type of OCCI 1.2: the answer is in that language. The old servers sent XML whatever Accept said.",
  "errors-are-text":
    "Errors are text/plain with code, sentence and request id, never HTML, and never text that is called XML.",
  "errors-by-cause":
    "2.0 answered 400 or 500 to requests that were forbidden, too large or for unknown resources; 4.6 answered 202 for an unknown network.",
  "bad-requests-are-400": "A fault in the request is 400; the old servers said 500.",
  "conflicts-are-409": "A conflict is 409: a name that is taken, an object in use, a state. It was 500.",
  "crashes-mended": "Requests that made the old servers crash (500, HTML) get a proper answer.",
  methods: "A method that an address does not have is 405 with Allow, and OPTIONS works; both were 404, as HTML.",
  "method-override-gone": "X-HTTP-Method-Override no longer turns a POST into a DELETE.",
  "trailing-slash-accepted": "/compute/ is /compute; it was 404.",
  "ids-are-digits": "An id must be digits: the old servers took `abc` for 0, and -1 for an object without content.",
  "new-routes":
    "There are addresses and parameters that the old server did not have: GET / and ?verbose in 2.0, network actions in 4.6.",
  "not-well-formed-refused": "XML must be well-formed and have no DOCTYPE; the old servers guessed what cut XML meant.",
  "namespaces-read": "Elements in a default namespace are read; the old servers did not see them.",
  "hostile-input-refused": "Quotes and line breaks that added attributes to OpenNebula's template are refused.",
  "hostile-text-is-text": "The same in a description, which can contain them, arrives as it was written.",
  "quotes-carried": "A quote in a description or context value arrives; it was a syntax error.",
  "names-of-oned-6":
    "oned 5.x to 7.x refuse names that 2.0 took: with & \" ' and other marks, with more than 128 bytes, or empty.",
  "markup-escaped": "Names with & < > were sent as they are, and names after them were damaged.",
  "line-breaks-kept":
    "Line breaks in context values and names: 4.6 showed a blank, 2.0 nothing. In new names they become a blank.",
  "size-mended": "SIZE of a network is what was asked for (one too few in 4.6); of an image MiB (KiB in 2.0).",
  "address-is-first-ip":
    "ADDRESS shows the first IP of the range, as in 4.6, where 2.0 showed the network address; both are taken, by 4.6 only one.",
  "impossible-ranges-refused": "Impossible sizes and addresses are refused; 2.0 made networks of them.",
  "public-at-creation": "PUBLIC of a new network counts; in 4.6 it had no effect.",
  "put-renames":
    "NAME of a PUT renames; the old servers ignored it, and did not check whether the user may change the resource.",
  "state-rules-of-4.6":
    "PUT of a machine follows 4.6's rules: 403 for a state that cannot be reached, 200 when there is nothing to do.",
  "resume-from-undeployed": "RESUME is possible from UNDEPLOYED.",
  "oned-6-can-do-more": "A machine can have two OS images, and OpenNebula itself makes data blocks.",
} as const satisfies Record<string, string>;

export type Reason = keyof typeof REASONS;
