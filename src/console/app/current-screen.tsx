/** The screen that the address names. */
import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Button, ButtonLink, Empty, Loading } from "./parts/index.ts";
import { matchRoute, route } from "./router.ts";
import type { ScreenProps } from "./screen-props.ts";
import { SCREENS, type Screen } from "./screens.ts";
import { text } from "./text/index.ts";
import { useTitle } from "./title.ts";

function ScreenAt({ screen, params }: { readonly screen: Screen } & ScreenProps) {
  useTitle(screen.page && text.value.navigation[screen.page.name]);
  const [loaded, setLoaded] = useState<{ readonly screen: Screen; readonly component: ComponentType<ScreenProps> }>();
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    setFailed(false);
    screen.load?.().then(
      (component) => setLoaded({ screen, component }),
      () => setFailed(true),
    );
  }, [screen]);
  const Component = screen.component ?? (loaded?.screen === screen ? loaded.component : undefined);
  if (Component !== undefined) return <Component params={params} />;
  if (!failed) return <Loading />;
  const { errors } = text.value;
  return (
    <Empty icon="warning" title={errors.outdated}>
      <Button look="primary" onClick={() => location.reload()}>
        {errors.reload}
      </Button>
    </Empty>
  );
}

function NotFound() {
  const { errors } = text.value;
  useTitle(errors.notFoundTitle);
  return (
    <Empty icon="warning" title={errors.notFoundTitle}>
      <p>{errors.notFound}</p>
      <ButtonLink to="/">{errors.home}</ButtonLink>
    </Empty>
  );
}

export function CurrentScreen() {
  const { path } = route.value;
  for (const screen of SCREENS) {
    const params = matchRoute(screen.pattern, path);
    if (params !== undefined) return <ScreenAt screen={screen} params={params} />;
  }
  return <NotFound />;
}
