-- For nvim-lspconfig on Neovim before 0.11.
local configs = require('lspconfig.configs')
local util = require('lspconfig.util')

if not configs.pinlitmus then
  configs.pinlitmus = {
    default_config = {
      cmd = { 'pinlitmus', 'lsp', '--stdio' },
      filetypes = { 'litmus' },
      root_dir = util.root_pattern('pinlitmus.config.json', 'pinlitmus.config.js', 'pinlitmus.config.mjs', '.git'),
      single_file_support = true,
    },
  }
end

require('lspconfig').pinlitmus.setup({})
