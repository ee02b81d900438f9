/** Die Texte der Anmeldung. */
import { catalogue } from "../../i18n/language";

export const texts = catalogue({
  de: {
    tagline: "Die Journey Ihrer Kundschaft, aus Ihren Daten gezeichnet.",
    signIn: "Anmelden",
    email: "E-Mail",
    password: "Passwort",
    wrong: "E-Mail oder Passwort stimmen nicht.",
    help: "Das Passwort zeigte der erste Start im Terminal. Ein neues: etappe users password",
  },
  en: {
    tagline: "Your customers' journey, drawn from your data.",
    signIn: "Sign in",
    email: "E-mail",
    password: "Password",
    wrong: "E-mail or password is wrong.",
    help: "The first start showed the password in the terminal. For a new one: etappe users password",
  },
});
