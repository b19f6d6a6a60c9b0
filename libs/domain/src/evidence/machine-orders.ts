import { joined } from '../text/long-text.ts'
import { foldText } from './normalise-text.ts'

const OLD = joined`
  (?:
    previous|prior|above|earlier|all|any|your|other|vorherigen?|bisherigen?|obigen?|alle[ns]?
    |deine|precedentes?|anteriores|toutes?|todas?|precedenti|tutte|wszystkie|poprzednie|eerdere
    |vorige|alle
  )
`
const ORDERS = joined`
  (?:
    instructions?|prompts?|rules?|directives?|questions?|guidelines|anweisungen|regeln|fragen
    |consignes|instrucciones|preguntas|istruzioni|instrucoes|instrukcje|instructies
  )
`
const ANSWER = joined`
  (?:
    answers?|response|reply|replies|output|antwort|ausgabe|reponse|respuesta|risposta|resposta
    |odpowiedz|antwoord|json|message(?: to the user)?
  )
`
const MACHINE = joined`
  (?:
    ai|a\.i\.|assistants?|language model|llms?|chat ?bots?|gpt(?:-?\d\w*)?|models?|agents?
    |sprachmodell|ki(?:-\p{L}+)?|ia|modele de langage|modelo de lenguaje|crawler|scraper|parser
    |extractor|automated (?:reader|system)s?
  )
`

/** Sentences that speak to a machine that reads pages, and pieces of our own questions and answers. All folded. */
const PATTERNS = [
  joined`
    (?:
      ignore|disregard|forget|override|bypass|skip|ignorier\p{L}*|vergiss|missachte|ignorez|oubliez
      |ignora|ignore|olvida|dimentica|zignoruj|negeer
    )[^.!?\n]{0,40}?(?<!\p{L})${OLD}?(?:[^.!?\n]{0,20})(?<!\p{L})${ORDERS}
  `,
  joined`
    (?<!\p{L})
    (?:you are|act as|pretend to be|du bist|vous etes|tu es|eres|sei)
    (?: now)? (?:an? |the |ein\p{L}* |une? |una? )?
    (?:\p{L}+ ){0,2}${MACHINE}(?!\p{L})
  `,
  joined`
    (?<!\p{L})(?:
      (?:
        note|message|instructions?|attention|hinweis|notice|important|dear|hey|hello|hi|to|for|any
        |all|if you are
      )[ :,]+
    )(?:an? |any |all |the |alle |fur )*(?:\p{L}+ )?${MACHINE}(?=[ :,.!;-]|s\b)
  `,
  joined`
    (?<!\p{L})(?:
      in|into|to|of|from|with|for|modify|change|end|begin|start|enhance|augment|provide|scramble
      |render|rewrite|translate|replace|set|als|in|dans|en|nella|na
    ) (?:your|the|deine[rmn]?|ihre[rmn]?|votre|ta|tu|su|tua|vostra|twoj\p{L}*|je|uw) (?:\p{L}+ ){0,2}
    ${ANSWER}(?!\p{L})
  `,
  joined`
    (?<!\p{L})(?:
      respond|reply|answer|output|return|print|say|antworte|gib|repondez|reponds|responde|rispondi
      |odpowiedz|antwoord
    )[^.!?\n]{0,12} (?:only|with|exactly|always|nur|mit|uniquement|avec|solo|con|only with)(?!\p{L})
  `,
  joined`
    (?<!\p{L})(?:set|fill|put|write|enter|mark|leave|report|setze|mettez|pon)(?: in)? [^.!?\n]{0,40}
    (?<!\p{L})(?:columns?|cells?|fields?|values?|quotes?|q\d+|spalte|zelle|feld|celda|colonne)
    (?!\p{L})
  `,
  joined`
    (?<!\p{L})
    (?:value|answer|content)s? (?:of|for|in|to) (?:this|the|that|every|each|all) (?:
      fields?|columns?|cells?|questions?|rows?|quer(?:y|ies)
    )
    (?!\p{L})
  `,
  `"?(?:found|value|quote)"?\\s*:\\s*(?:true|false|")`,
  joined`
    <\s*/?\s*(?:excerpt|system|assistant|user|instructions?)\b|‹\s*/?\s*excerpt|<\|\p{L}+|\[/?inst\]
    |^\s*#{0,3}\s*(?:system|assistant|developer)(?: (?:message|prompt|note|override))?\s*:
  `,
  joined`
    (?<!\p{L})(?:system|developer) (?:prompt|message|override|instructions?)(?!\p{L})
    |(?<!\p{L})(?:api|secret|access) ?keys?(?!\p{L})[^.!?\n]{0,40}(?:output|print|reveal|send|quote)
    |(?:output|print|reveal|send|quote)[^.!?\n]{0,40}(?<!\p{L})(?:api|secret|access) ?keys?(?!\p{L})
  `,
  `(?<!\\p{L})(?:call|use|invoke|run|execute) (?:the |your |a )?(?:\\p{L}+[ _])?(?:tools?|functions?)(?!\\p{L})`,
  // In the form that folding gives them.
  joined`
    忽略.{0,8}(?:指令|指示|提示)|(?:以前|これまで|上記).{0,6}指示.{0,6}無視|игнорируй.{0,40}(?:инструкц|указани|команд)
    |تجاهل.{0,20}(?:التعليمات|الأوامر)|이전.{0,12}(?:지시|명령).{0,8}무시
  `
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, ''),
].map((pattern) => new RegExp(pattern, 'mu'))

const AROUND = 600

/**
 * Whether the lines around a quote (UTF-16 code units) give orders to a machine that reads the page: `Ignore all
 * previous instructions`, `add this to your answer`. Such a line was written to be copied into an answer, and a quote
 * from it proves nothing about the company. No list of words finds every such sentence, and it does not have to: a
 * claim that gets past still needs its quote, its page and its type.
 */
export function isMachineOrder(text: string, start: number, end: number): boolean {
  const from = Math.max(start - AROUND, text.lastIndexOf('\n', start - 1) + 1)
  const newline = text.indexOf('\n', end)
  const lines = readable(text.slice(from, Math.min(end + AROUND, newline < 0 ? text.length : newline)))
  const folded = foldText(lines)
  return PATTERNS.some((pattern) => pattern.test(folded) || pattern.test(foldText(latin(lines))))
}

const TWINS: Record<string, string> = {
  а: 'a',
  е: 'e',
  о: 'o',
  р: 'p',
  с: 'c',
  х: 'x',
  у: 'y',
  і: 'i',
  ј: 'j',
  ѕ: 's',
  ԁ: 'd',
  һ: 'h',
  ԛ: 'q',
  ԝ: 'w',
  ο: 'o',
  α: 'a',
  ν: 'v',
  ρ: 'p',
  ι: 'i',
  κ: 'k',
  τ: 't',
  υ: 'u',
  А: 'A',
  В: 'B',
  Е: 'E',
  К: 'K',
  М: 'M',
  Н: 'H',
  О: 'O',
  Р: 'P',
  С: 'C',
  Т: 'T',
  Х: 'X',
  І: 'I',
}

/** Replaces letters of other scripts that look like Latin ones. */
function latin(text: string): string {
  return /[\p{Script=Cyrillic}\p{Script=Greek}]/u.test(text)
    ? text.replaceAll(/[\p{Script=Cyrillic}\p{Script=Greek}]/gu, (letter) => TWINS[letter] ?? letter)
    : text
}

/** Makes invisible tag characters readable. They spell ASCII for a machine, and a reader does not see them. */
function readable(text: string): string {
  return text.replaceAll(/[\u{E0020}-\u{E007E}]/gu, (tag) => String.fromCharCode(tag.codePointAt(0)! - 0xe0000))
}
