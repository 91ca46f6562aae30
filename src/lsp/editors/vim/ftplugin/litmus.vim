" Settings for litmus tests, in the kernel's style.
if exists('b:did_ftplugin')
  finish
endif
let b:did_ftplugin = 1

setlocal commentstring=(*\ %s\ *)
setlocal comments=sr:(*,mb:*,ex:*),s1:/*,mb:*,ex:*/,://
setlocal noexpandtab tabstop=8 shiftwidth=8
setlocal makeprg=pinlitmus\ check\ --reporter\ gcc\ %:S
setlocal errorformat=%f:%l:%c:\ %trror:\ %m,%f:%l:%c:\ %tarning:\ %m,%f:%l:%c:\ %tote:\ %m

let b:undo_ftplugin = 'setlocal commentstring< comments< expandtab< tabstop< shiftwidth< makeprg< errorformat<'
