/** A day that is typed or chosen, written as the page's language writes it, whatever the browser's language is. */
import { TextInput } from "@mantine/core";
import { lazy, Suspense } from "react";

export type DateFieldProps = {
  label: string;
  /** 2026-10-31; "" is none. */
  value: string;
  change: (day: string) => void;
  error?: boolean;
  /** Whether there may be none: then the text can be deleted. */
  optional?: boolean;
};

// The calendar is loaded where a day is asked for, and not with the frame.
const DateCalendar = lazy(() => import("./DateCalendar"));

export function DateField(props: DateFieldProps) {
  return (
    <Suspense fallback={<TextInput label={props.label} value={props.value} readOnly w={150} />}>
      <DateCalendar {...props} />
    </Suspense>
  );
}
