# Completion of dsupport for bash. The program itself says what fits; this only passes it on.

_dsupport() {
    local typed line word before=${COMP_LINE:0:COMP_POINT}
    local -a words
    # The words as bash split them, with `--opt=value` and addresses put together again.
    words=()
    for ((i = 1; i <= COMP_CWORD; i++)); do
        word=${COMP_WORDS[i]}
        if ((i > 1)) && [[ $word == [=:@]* || ${words[-1]-} == *[=:@] ]] && _dsupport_joined "$before" "${words[-1]}$word"; then
            words[-1]+=$word
        else
            words+=("$word")
        fi
    done
    typed=${words[-1]-}
    COMPREPLY=()
    # What bash takes for the word may begin behind the last `=`, `:` or `@` of it.
    local cut=$typed
    cut=${typed%"${COMP_WORDS[COMP_CWORD]}"}
    [[ ${COMP_WORDS[COMP_CWORD]} == [=:@] ]] && cut=$typed
    while IFS= read -r line; do
        case $line in
            :files) compopt -o filenames; mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -f -- "${typed#"$cut"}") ;;
            :directories) compopt -o filenames; mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -d -- "${typed#"$cut"}") ;;
            *)
                word=${line%%$'\t'*}
                COMPREPLY+=("${word#"$cut"}")
                ;;
        esac
    done < <("${COMP_WORDS[0]/#\~/$HOME}" __complete -- "${words[@]}" 2>/dev/null)
}

# Whether the joined word stands in the line as it is, so that no blank was between its parts.
_dsupport_joined() {
    [[ $1 == *"$2"* ]]
}

complete -F _dsupport dsupport
