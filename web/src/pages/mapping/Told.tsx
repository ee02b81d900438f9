/** What a change would do, before it is made. */
import { Loader, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";

import { previewOf, type WordsEdit } from "../../api/words";
import { reason } from "../../components/States";
import { useLanguage, useTexts } from "../../i18n/language";
import { useReady } from "../../state/shop";
import { texts } from "./text";

export function Told({ edit }: { edit: WordsEdit | undefined }) {
  const { text, language } = useLanguage();
  const words = useTexts(texts);
  const { name } = useReady();
  const [settled] = useDebouncedValue(edit, 250);
  const query = useQuery({ ...previewOf(name, settled ?? {}), enabled: settled !== undefined });
  const said = () => {
    if (edit === undefined) return words.nothing;
    if (query.isError) return reason(query.error, text);
    return query.data?.sentences[language] ?? words.asking;
  };
  return (
    <Text className="told" aria-live="polite" data-told={edit !== undefined && !query.isFetching}>
      {edit !== undefined && query.isFetching && <Loader size="xs" type="dots" />} {said()}
    </Text>
  );
}
