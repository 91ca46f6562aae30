" Registers the language server with whichever client of Vim's is there: prabirshrestha/vim-lsp, or yegappan/lsp.
if exists('g:loaded_pinlitmus')
  finish
endif
let g:loaded_pinlitmus = 1

function! s:VimLsp() abort
  call lsp#register_server({
        \ 'name': 'pinlitmus',
        \ 'cmd': {info -> ['pinlitmus', 'lsp', '--stdio']},
        \ 'allowlist': ['litmus'],
        \ })
endfunction

function! s:YegappanLsp() abort
  call LspAddServer([{
        \ 'name': 'pinlitmus',
        \ 'path': 'pinlitmus',
        \ 'args': ['lsp', '--stdio'],
        \ 'filetype': ['litmus'],
        \ }])
endfunction

augroup pinlitmus
  autocmd!
  autocmd User lsp_setup call s:VimLsp()
  autocmd User LspSetup call s:YegappanLsp()
augroup END
