" Litmus tests: comments, the header, C and assembly, the condition.
if exists('b:current_syntax')
  finish
endif

syntax case match

" The first word says what the rest is written in.
syntax match litmusDialect /\%^\s*\%(C\|AArch64\|X86\|X86_64\|RISCV\|PPC\|ARM\)\>/ nextgroup=litmusName skipwhite
syntax match litmusName /\S.*$/ contained

syntax match litmusTitle /^"[^"]*"\s*$/
syntax match litmusKey /^\s*\%(Expect\|Names\|[A-Z][A-Za-z]*\)=\@=/ nextgroup=litmusExpected
syntax match litmusExpected /=.*$/ contained contains=litmusModel,litmusVerdict
syntax match litmusModel /[a-z][a-z0-9.]*:\@=/ contained
syntax match litmusVerdict /\<\%(Never\|Sometimes\|Always\|None\|Deadlock\)\>\%(+\a\+\)*/ contained

syntax keyword litmusControl if else while do for switch case default goto break continue return
syntax keyword litmusType void bool char short int long signed unsigned struct enum union typedef
syntax keyword litmusType static const volatile extern inline
syntax match litmusType /\<\%(\w\+_t\|_*[us]\%(8\|16\|32\|64\)\)\>/
syntax match litmusDefine /^\s*#\s*\%(define\|undef\|include\)\>/
syntax match litmusNumber /\<\%(0[xX]\x\+\|\d\+\)[uUlL]*\>/
syntax match litmusThread /\<P\d\+\>/
syntax match litmusLabel /^\s*[A-Za-z_]\w*:\%(\s*$\|\s*;\)\@=/
syntax match litmusCall /\<[A-Za-z_]\w*\ze\s*(/ contains=litmusBarrier,litmusAccess,litmusControl,litmusThread
syntax match litmusAccess /\<\%(READ\|WRITE\)_ONCE\>/
syntax match litmusAccess /\<\%(smp\|atomic\|rcu\|srcu\|spin\|read\|write\|xchg\|cmpxchg\|mutex\|list\|page\|folio\)\w*_\w\+\ze\s*(/
syntax match litmusAccess /\<\%(cmp\)\=xchg\w*\ze\s*(/
syntax match litmusBarrier /\<\%(smp_\|dma_\)\=\%(mb\|rmb\|wmb\)\>\ze\s*(/
syntax match litmusBarrier /\<smp_mb__\w\+\ze\s*(/
syntax match litmusBarrier /\<\%(smp_acquire__after_ctrl_dep\|barrier\)\ze\s*(/
syntax match litmusBarrier /\c\%(^\||\)\s*\zs\%(dmb\|dsb\|isb\|[lms]fence\|fence\%(\.\w\+\)\=\|sync\|lwsync\|isync\|eieio\)\>/

" `0:r1`, a register of a thread.
syntax match litmusRegister /\<P\=\d\+:\h\w*/
syntax match litmusQuantifier /^\s*\~\=\s*\%(exists\|forall\|filter\|locations\)\>/
syntax match litmusOperator /\/\\\|\\\/\|=>/

" Comments come last, so that nothing before them takes what is in one. `(*` of C code has no blank behind it.
syntax match litmusResult /\<Result:\s*\%(Never\|Sometimes\|Always\|DEADLOCK\|Maybe\)\>/ contained
syntax region litmusComment start=+(\*\+\%(\s\|$\)+ end=+\*)+ contains=litmusComment,litmusResult,@Spell
syntax match litmusComment /(\*[^()]*\*)/ contains=litmusResult,@Spell
syntax region litmusComment start=+/\*+ end=+\*/+ contains=litmusResult,@Spell
syntax match litmusComment +//.*$+ contains=litmusResult,@Spell

syntax sync fromstart

highlight default link litmusDialect PreProc
highlight default link litmusName Title
highlight default link litmusTitle String
highlight default link litmusKey Identifier
highlight default link litmusModel Type
highlight default link litmusVerdict Constant
highlight default link litmusControl Statement
highlight default link litmusType Type
highlight default link litmusDefine PreProc
highlight default link litmusNumber Number
highlight default link litmusThread Function
highlight default link litmusLabel Label
highlight default link litmusCall Function
highlight default link litmusAccess Function
highlight default link litmusBarrier Special
highlight default link litmusRegister Identifier
highlight default link litmusQuantifier Keyword
highlight default link litmusOperator Operator
highlight default link litmusResult Constant
highlight default link litmusComment Comment

let b:current_syntax = 'litmus'
