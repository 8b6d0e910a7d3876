/** What stands in the place of a list that is not there, or not yet. */
import type { ApiError } from "../problem.ts";
import type { IconName } from "./icon.tsx";
import { Empty, ErrorNote, Loading } from "./notes.tsx";

interface ListNotesProps {
  /** All that there is; undefined before it was read. */
  readonly all: readonly unknown[] | undefined;
  readonly error: ApiError | undefined;
  readonly retry: () => void;
  readonly icon: IconName;
  readonly texts: { readonly none: string; readonly noneWhat: string; readonly noMatch: (search: string) => string };
  /** What was searched for in vain. */
  readonly missed: string | undefined;
}

export function ListNotes({ all, error, retry, icon, texts, missed }: ListNotesProps) {
  return (
    <>
      {error !== undefined && <ErrorNote error={error} retry={retry} />}
      {all === undefined && error === undefined && <Loading />}
      {all?.length === 0 && (
        <Empty icon={icon} title={texts.none}>
          <p>{texts.noneWhat}</p>
        </Empty>
      )}
      {missed !== undefined && <Empty icon="search" title={texts.noMatch(missed)} />}
    </>
  );
}
