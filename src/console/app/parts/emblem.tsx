/** The picture of a template: its logo if the page's policy allows it, else the first letter of its name. */

/** Number of colours; the same name always has the same colour. */
const COLOURS = 6;

function colourOf(name: string): number {
  let sum = 0;
  for (const character of name) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 9973;
  return sum % COLOURS;
}

/** Data URLs only: a picture from another site would reveal the user to that site. */
const OWN_PICTURE = /^data:image\/(?:png|jpeg|webp|gif|svg\+xml)[;,]/i;

export function Emblem({ name, logo }: { readonly name: string; readonly logo: string | null }) {
  if (logo !== null && OWN_PICTURE.test(logo)) return <img class="emblem" src={logo} alt="" width="44" height="44" />;
  const [letter = "?"] = name.trim();
  return (
    <span class={`emblem colour-${colourOf(name)}`} aria-hidden="true">
      {letter.toUpperCase()}
    </span>
  );
}
