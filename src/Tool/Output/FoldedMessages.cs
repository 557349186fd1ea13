using HotWeave.Tool.Diagnostics;
using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;

namespace HotWeave.Tool.Output;

/// <summary>
/// Messages for people: those that a release has by the dozen, and that say the same of each member, become one for each type. Programs get
/// all of them.
/// </summary>
internal static class FoldedMessages
{
    // As many of one type are shown one by one.
    private const int MostApart = 3;
    private const int MostNames = 5;

    private static readonly HashSet<string> s_folded = [EditDiagnostics.NotVisibleToReflection.Id, EditDiagnostics.DelegatesKeepOldBody.Id];

    /// <summary>The messages in their order, those of one kind and type in the place of the first.</summary>
    public static IEnumerable<DiagnosticDocument> Fold(IReadOnlyList<DiagnosticDocument> messages)
    {
        var groups = messages.Where(static m => m.Member is not null && s_folded.Contains(m.Id)).GroupBy(KeyOf)
            .Where(static g => g.Count() > MostApart).ToDictionary(static g => g.Key, static g => g.ToList());
        foreach (var message in messages)
        {
            if (message.Member is null || !groups.TryGetValue(KeyOf(message), out var group))
                yield return message;
            else if (ReferenceEquals(group[0], message))
                yield return message with { Message = Describe(group) };
        }
    }

    private static string Describe(List<DiagnosticDocument> group)
    {
        var names = group.Skip(1).Select(static m => m.Member![(TypeOf(m.Member!).Length + 1)..]).ToList();
        return $"{group[0].Message} The same holds for {names.Count} other members of {TypeOf(group[0].Member!)}: "
            + $"{ReadableName.ListFirst(names, MostNames)}.";
    }

    private static (string, string) KeyOf(DiagnosticDocument message) => (message.Id, TypeOf(message.Member!));

    // Before the last dot that is not among the parameters; constructors are named T..ctor.
    private static string TypeOf(string member)
    {
        var end = member.IndexOf('(', StringComparison.Ordinal);
        var name = end < 0 ? member : member[..end];
        var dot = name.LastIndexOf('.');
        if (dot > 0 && name[dot - 1] == '.')
            dot--;
        return dot > 0 ? name[..dot] : "";
    }
}
