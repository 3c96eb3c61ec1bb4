import { Password } from "../../../lambda-src/database-credentials/password";
import { scramVerifier } from "../../../lambda-src/database-credentials/scram";

describe("a password's verifier", () => {
  test("is the one of RFC 7677's example", () => {
    // https://www.rfc-editor.org/rfc/rfc7677#section-3: user, pencil, 4096 iterations.
    const salt = Buffer.from("W22ZaJ0SNY7soEsUEjb6gQ==", "base64");
    expect(scramVerifier(new Password("pencil"), salt)).toBe(
      "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=",
    );
  });

  test("has a new salt every time", () => {
    const password = Password.generate();
    expect(scramVerifier(password)).not.toBe(scramVerifier(password));
  });

  test.each(["", "pässword", "line\nbreak", "\u0000"])(
    "refuses %j, which needs preparation first",
    (text) => {
      expect(() => scramVerifier(new Password(text))).toThrow(/printable ASCII/);
    },
  );
});
