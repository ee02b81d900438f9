/** Every figure of every stage in one table. */
import type { Schemas } from "../../api/client";
import { type Column, DataTable } from "../../components/DataTable";
import { Opens, type Way } from "../../components/Figure";
import { labelOf, useLanguage, useTexts } from "../../i18n/language";
import { NONE, number, percent, span } from "../../i18n/numbers";
import { texts } from "./text";

type Stage = Schemas["StageFigures"];
type Props = { answer: Schemas["Stages"]; wayOf: (part: "stage" | "now" | "stopped", name: string) => Way };

export function StagesTable({ answer, wayOf }: Props) {
  const { text, language } = useLanguage();
  const words = useTexts(texts);
  const label = (stage: Stage) => labelOf(stage.label, language, stage.name);
  const plain = (key: keyof Stage & ("journeys" | "entered" | "forward" | "back"), title: string) =>
    count(key, title, (stage) => number(stage[key], language));
  const opened = (key: "persons" | "now" | "stops", part: "stage" | "now" | "stopped", title: string) =>
    count(key, title, (stage) => (
      <Opens title={`${label(stage)} · ${title}`} way={wayOf(part, stage.name)}>
        {number(stage[key], language)}
      </Opens>
    ));
  const columns: Column<Stage>[] = [
    { key: "name", label: words.name, cell: label },
    opened("persons", "stage", text.people),
    plain("journeys", text.journeys),
    opened("now", "now", words.now),
    plain("entered", words.entered),
    time("median_seconds", words.time, language),
    time("hesitation_seconds", words.hesitation, language),
    plain("forward", words.forward),
    plain("back", words.back),
    opened("stops", "stopped", words.ends),
    {
      key: "stop_share",
      label: words.share,
      number: true,
      by: (stage) => stage.stop_share,
      cell: (stage) => (stage.stop_share === null ? NONE : percent(stage.stop_share, language)),
    },
  ];
  return (
    <DataTable caption={words.table} columns={columns} rows={answer.stages} rowKey={(stage) => stage.name} />
  );
}

type Counted = "persons" | "now" | "stops" | "journeys" | "entered" | "forward" | "back";

function count(key: Counted, label: string, cell: Column<Stage>["cell"]): Column<Stage> {
  return { key, label, number: true, by: (stage) => stage[key], cell };
}

function time(
  key: "median_seconds" | "hesitation_seconds",
  label: string,
  language: "de" | "en",
): Column<Stage> {
  return { key, label, number: true, by: (stage) => stage[key], cell: (stage) => span(stage[key], language) };
}
