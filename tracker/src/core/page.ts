/** The page that is being looked at. Its campaign and click ids are in its address; the server reads them there. */
import { config } from "./config";

export interface View {
  url: string;
  title: string;
  referrer: string;
}

/** The address that makes a page a page of its own: without what is behind #, unless the shop routes by it. */
export const address = (): string => ("hash" in config ? location.href : location.href.split("#")[0]) as string;

/** `referrer` is the page before, which in an app of one page the browser does not tell. */
export const look = (referrer: string): View => ({ url: address(), title: document.title, referrer });
