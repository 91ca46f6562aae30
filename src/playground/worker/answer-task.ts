/** The tasks of the playground, and who answers each. */
import type { PlaygroundAnswers, PlaygroundTask, TaskFollower } from '../protocol.js';
import { barriersPanel } from './answer-barriers.js';
import { checkPanel, expectedText } from './answer-check.js';
import { compilePanel } from './answer-compile.js';
import { explainPanel, pictureOf } from './answer-explain.js';
import { languageAnswer } from './answer-language.js';
import { madeText, offeredShapes } from './answer-shape.js';
import { stepPanel } from './answer-step.js';

/** Answers a task. */
export async function answerTask(
  task: PlaygroundTask,
  follower: TaskFollower,
): Promise<PlaygroundAnswers[PlaygroundTask['kind']]> {
  switch (task.kind) {
    case 'check':
      return checkPanel(task.question, follower);
    case 'explain':
      return explainPanel(task.question, task.state);
    case 'picture':
      return pictureOf(task.question, task.state, task.model, task.scene);
    case 'barriers':
      return barriersPanel(task.question);
    case 'expect':
      return expectedText(task.question, task.changed, task.whole);
    case 'step':
      return stepPanel(task.question, task.model, task.choices, task.command);
    case 'compile':
      return compilePanel(task.question);
    case 'shapes':
      return offeredShapes(task.name);
    case 'make':
      return madeText(task.offer, task.seconds);
    default:
      return languageAnswer(task);
  }
}
