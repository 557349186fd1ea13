using System.CommandLine;
using HotWeave.Tool.Output;

namespace HotWeave.Tool.Commands;

/// <summary><c>hotweave completion</c>: the lines by which a shell completes the tool's commands, options, and the names and ids of live processes.</summary>
internal sealed class CompletionCommand : CommandBase
{
    // The parser's own directive [suggest:N] says what may stand at a place of a line.
    private const string Bash = """
        _hotweave() {
            local IFS=$'\n'
            COMPREPLY=($(compgen -W "$(hotweave "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _hotweave hotweave
        """;

    private const string Zsh = """
        #compdef hotweave
        _hotweave() {
            local -a found
            found=("${(@f)$(hotweave "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
            compadd -- $found
            _files
        }
        compdef _hotweave hotweave
        """;

    private const string Pwsh = """
        Register-ArgumentCompleter -Native -CommandName hotweave -ScriptBlock {
            param($word, $line, $position)
            hotweave "[suggest:$position]" "$line" 2>$null | Where-Object { $_ -like "$word*" } | ForEach-Object {
                [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
            }
        }
        """;

    private static readonly Dictionary<string, string> s_scripts = new(StringComparer.Ordinal) { ["bash"] = Bash, ["zsh"] = Zsh, ["pwsh"] = Pwsh };

    private readonly Argument<string> _shell = new("shell") { Description = "bash, zsh or pwsh." };

    public CompletionCommand()
        : base("completion", "Prints what lets a shell complete commands, options and live processes.")
    {
        _shell.AcceptOnlyFromAmong([.. s_scripts.Keys]);
        Arguments.Add(_shell);
    }

    protected override Document Run(ParseResult parse, Presenter presenter) =>
        new CompletionDocument { Command = Name, Outcome = "done", Script = s_scripts[parse.GetValue(_shell)!] };
}
