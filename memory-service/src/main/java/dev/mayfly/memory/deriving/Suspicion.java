package dev.mayfly.memory.deriving;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Whether a text that is remembered speaks to the agent rather than of the world: it asks to forget its instructions, plays its system, or wants to
 * send secrets away. A sign for who puts it into a prompt, and no proof either way.
 */
public final class Suspicion {
    private static final int LOOKED_AT_MAX = 32 * 1024;

    private static final List<Pattern> SIGNS = List.of(
            Pattern.compile(
                    "\\b(?:ignore|disregard|forget|override|bypass)\\b[\\s\\S]{0,40}\\b(?:previous|prior|above|earlier|all|any|your|system)\\b[\\s\\S]{0,40}\\b(?:instructions?|prompts?|rules?|directions?|guidelines|guardrails)\\b"),
            // The same in German, French, Spanish, Portuguese, Italian, Dutch, Russian, Chinese and Japanese.
            Pattern.compile(
                    "\\b(?:ignorier(?:e|en)|vergiss|missachte|ignore[zr]?|oublie[zr]?|ignor[ae]|olvid[ae]|esque[cç]a|dimentica|negeer|vergeet)\\b[\\s\\S]{0,40}"
                            + "\\b(?:anweisungen|regeln|vorgaben|consignes|r[eè]gles|instructions|instrucciones|instru[cç][oõ]es|reglas|regras|istruzioni|regole|instructies|regels)\\b"),
            Pattern.compile("(?:игнорируй|забудь|проигнорируй)[\\s\\S]{0,40}(?:инструкци|указани|правил)"),
            Pattern.compile("(?:忽略|无视|忘记|無視)[\\s\\S]{0,20}(?:指令|指示|规则|提示)|(?:指示|命令|ルール)を?(?:すべて|全て)?(?:無視|忘れ)"),
            Pattern.compile(
                    "\\byou are (?:now|no longer)\\b[\\s\\S]{0,40}\\b(?:dan|jailbroken|unrestricted|bound|an? (?:ai|assistant|agent|model))\\b"),
            Pattern.compile("\\b(?:new|updated|real) (?:system )?(?:instructions?|prompt)\\s*:"),
            Pattern.compile(
                    "(?:^|\\n)\\s*(?:#{1,6}\\s*)?(?:system|assistant|developer)\\s*(?:prompt|message|note)?\\s*:"),
            Pattern.compile("<\\|?/?(?:system|im_start|im_end|endoftext|assistant|inst)\\|?>|\\[/?inst\\]|<<sys>>"),
            Pattern.compile(
                    "\\b(?:reveal|print|repeat|show|leak|output)\\b[\\s\\S]{0,40}\\b(?:your|the) (?:system|hidden|initial|secret) (?:prompt|instructions?|message)"),
            Pattern.compile(
                    "\\b(?:do not|don't|never) (?:tell|inform|mention (?:this|it) to|alert|ask) (?:the )?(?:user|human|owner|operator)s?\\b"),
            Pattern.compile(
                    "\\b(?:send|post|forward|upload|exfiltrate|email|mail)\\b[\\s\\S]{0,60}\\b(?:passwords?|api keys?|tokens?|secrets?|credentials|private keys?|env(?:ironment)? variables?)\\b[\\s\\S]{0,60}\\b(?:to|at)\\b"),
            Pattern.compile(
                    "\\b(?:from now on|whenever (?:the user|you are asked|someone asks))[\\s\\S]{0,60}\\b(?:you must|you will|you should|always|respond|reply|answer)\\b[\\s\\S]{0,80}\\b(?:secretly|without (?:telling|asking|mentioning)|instead of)\\b"),
            Pattern.compile(
                    "\\b(?:developer|debug|god|admin|jailbreak|dan) mode\\b[\\s\\S]{0,30}\\b(?:on|enabled?|activated?|active|unlock(?:ed)?)\\b"));

    private Suspicion() {}

    public static boolean of(String text) {
        String read = text.length() > LOOKED_AT_MAX ? text.substring(0, LOOKED_AT_MAX) : text;
        String plain = Normalizer.normalize(read, Normalizer.Form.NFKC)
                .replaceAll("\\p{Cf}", "")
                .replace('\u2019', '\'')
                .toLowerCase(Locale.ENGLISH);
        return SIGNS.stream().anyMatch(sign -> sign.matcher(plain).find());
    }
}
