/** How the page looks: its language, and light or dark. */
import { Field } from "../../parts/index.ts";
import { asApiError } from "../../problem.ts";
import { chooseLanguage, LANGUAGES, type Language, language, text } from "../../text/index.ts";
import { type Theme, theme } from "../../theme.ts";
import { notifyFailure } from "../../toast.ts";

const THEMES: readonly Theme[] = ["system", "light", "dark"];

function choose(value: string): void {
  chooseLanguage(value as Language).catch((error) => notifyFailure(text.value.account.language, asApiError(error)));
}

export function ThisPage() {
  const { account } = text.value;
  return (
    <section class="card section" aria-labelledby="page">
      <h2 id="page">{account.page}</h2>
      <Field label={account.language}>
        {(attributes) => (
          <select
            {...attributes}
            name="language"
            value={language.value}
            onChange={(event) => choose(event.currentTarget.value)}
          >
            {Object.entries(LANGUAGES).map(([tag, name]) => (
              <option key={tag} value={tag} lang={tag} selected={tag === language.value}>
                {name}
              </option>
            ))}
          </select>
        )}
      </Field>
      <fieldset class="field">
        <legend>{account.theme}</legend>
        <div class="choice">
          {THEMES.map((one) => (
            <label key={one}>
              <input
                type="radio"
                name="theme"
                value={one}
                checked={theme.value === one}
                onChange={() => {
                  theme.value = one;
                }}
              />
              <span>{account.themes[one]}</span>
            </label>
          ))}
        </div>
      </fieldset>
    </section>
  );
}
