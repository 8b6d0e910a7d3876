import type { Section } from "../catalogue.ts";

export const signIn: Section<"signIn"> = {
  title: "Iniciar sesión",
  user: "Usuario",
  password: "Contraseña",
  code: "Código",
  codeNote: "Su cuenta tiene un segundo factor: escriba las seis cifras que muestra ahora su aplicación.",
  wrongCode: "El código o la contraseña no es correcto. Cada código sirve una vez: espere al siguiente.",
  action: "Iniciar sesión",
  signOut: "Cerrar sesión",
  wrong: "El usuario o la contraseña no son correctos.",
  delayed: (seconds) =>
    `Hubo demasiadas contraseñas incorrectas. Inténtelo de nuevo en ${seconds === 1 ? "un segundo" : `${seconds} segundos`}.`,
  cloudDown: "La nube no responde en este momento. Su contraseña no se ha comprobado.",
  insecure:
    "Esta página no se cargó por https. El inicio de sesión está desactivado, porque su contraseña podría leerse por el camino.",
  certificate: "Iniciar sesión con mi certificado",
  endFirst: "Anular el primero e iniciar sesión",
  ended: "Su sesión ha terminado",
  endedNote: "Inicie sesión de nuevo para seguir donde estaba.",
};
