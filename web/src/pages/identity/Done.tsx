/** What a decision changed, said once it is made. */
import { Alert } from "@mantine/core";

import { fill, useLanguage, useTexts } from "../../i18n/language";
import type { Effect } from "./ask";
import { texts } from "./text";

export function Done({ effect }: { effect: Effect | undefined }) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  return (
    <div aria-live="polite">
      {effect && (
        <Alert variant="light" data-decided>
          {fill(t.done, { effect: effect.sentences[language] ?? "" })}
        </Alert>
      )}
    </div>
  );
}
