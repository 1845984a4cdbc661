# Completion of dsupport for fish. The program itself says what fits; this only passes it on.

function __dsupport_candidates
    set -l words (commandline -opc)
    set -l typed (commandline -ct)
    for line in ($words[1] __complete -- $words[2..-1] "$typed" 2>/dev/null)
        switch $line
            case ':files'
                __fish_complete_path "$typed"
            case ':directories'
                __fish_complete_directories "$typed"
            case '*'
                echo $line
        end
    end
end

complete -c dsupport -f -a '(__dsupport_candidates)'
