/** Starts `pinlitmus lsp` when a litmus test is opened. All that it knows is in the server. */
const { workspace } = require('vscode');
const { LanguageClient } = require('vscode-languageclient/node');

/** @type {LanguageClient | undefined} */
let client;

exports.activate = async () => {
  const settings = workspace.getConfiguration('pinlitmus');
  const server = {
    command: settings.get('path', 'pinlitmus'),
    args: ['lsp', '--stdio', ...settings.get('arguments', [])],
    options: { cwd: workspace.workspaceFolders?.[0]?.uri.fsPath },
  };
  client = new LanguageClient('pinlitmus', 'pinlitmus', server, {
    documentSelector: [{ language: 'litmus' }],
  });
  await client.start();
};

exports.deactivate = () => client?.stop();
