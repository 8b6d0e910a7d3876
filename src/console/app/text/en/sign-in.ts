export const signIn = {
  title: "Sign in",
  user: "User name",
  password: "Password",
  code: "Code",
  codeNote: "Your account has a second factor: type the six digits that your app shows now.",
  wrongCode: "The code or the password is wrong. Each code works once: wait for the next one.",
  action: "Sign in",
  signOut: "Sign out",
  wrong: "The user name or the password is wrong.",
  delayed: (seconds: number) =>
    `There were too many wrong passwords. Try again in ${seconds === 1 ? "one second" : `${seconds} seconds`}.`,
  cloudDown: "The cloud does not answer at the moment. Your password was not checked.",
  insecure:
    "This page was not loaded over https. Sign-in is disabled, because your password could be read on the network.",
  certificate: "Sign in with my certificate",
  endFirst: "Revoke the first and sign in",
  ended: "Your session has ended",
  endedNote: "Sign in again to continue where you left off.",
};
