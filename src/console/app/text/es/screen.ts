import type { Section } from "../catalogue.ts";

export const screen: Section<"screen"> = {
  title: (name) => `Pantalla de ${name}`,
  tools: "Lo que se puede hacer con la pantalla",
  ctrlAltDel: "Ctrl-Alt-Supr",
  type: "Escribir texto",
  typeTitle: (name) => `Escribir en ${name}`,
  typeNote:
    "El texto se escribe tecla a tecla, como en un teclado con distribución estadounidense. Aquí se pueden pegar contraseñas.",
  typeText: "Texto",
  typeShow: "Mostrar el texto",
  typeReturn: "Pulsar Intro al final",
  typeAction: "Escribir",
  typed: "El texto se ha escrito.",
  scale: "Ajustar a la ventana",
  full: "Pantalla completa",
  power: "Encendido",
  refused: "No se puede abrir la pantalla",
  again: "Se ha perdido la conexión. Conectando de nuevo…",
  connected: "La pantalla está abierta. Todas las teclas van a la máquina; Ctrl-Alt-Inicio vuelve a los botones.",
  keys: "Todas las teclas van a la máquina. Ctrl-Alt-Inicio lleva a los botones.",
  closed: "La pantalla se ha cerrado",
  open: "Abrirla de nuevo",
  toMachines: "A las máquinas",
  wrongPassword: "El servidor VNC no acepta la contraseña que tiene la plantilla de la máquina.",
  noAnswer: "El servidor no responde.",
  obstacles: {
    off: "Las pantallas están desactivadas en esta nube.",
    right:
      "No puede abrir la pantalla de esta máquina: su propietario o un administrador concede el derecho de gestionarla.",
    none: "La máquina no tiene pantalla: en su plantilla falta GRAPHICS. Un administrador puede añadirlo.",
    type: "La pantalla de la máquina no es de tipo VNC, el único que se puede mostrar aquí.",
    state: "La máquina no está en marcha. Tiene pantalla cuando lo está.",
    port: "El puerto de la pantalla no es de VNC (5900 a 65535). Un administrador puede corregir GRAPHICS en la plantilla.",
    listen:
      "La pantalla solo es accesible desde el propio anfitrión de la máquina. Un administrador pone LISTEN=0.0.0.0 en GRAPHICS de la plantilla.",
  },
  codes: {
    c1001: "El servidor se ha detenido o reiniciado.",
    c4401: "Su sesión ha terminado. Inicie sesión de nuevo.",
    c4403: "Se le ha retirado el derecho a ver esta pantalla.",
    c4406:
      "El servidor VNC de la máquina exige TLS, que un navegador no puede hacer. Un administrador puede desactivarlo para VNC en el anfitrión.",
    c4409: "La máquina se ha detenido, se ha movido a otro anfitrión o ya no tiene pantalla.",
    c4410: "El anfitrión de la máquina ha cerrado la pantalla.",
    c4411: "El anfitrión de la máquina ya no responde.",
    c4503: "La nube lleva minutos sin responder.",
  },
};
