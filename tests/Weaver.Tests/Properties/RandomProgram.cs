namespace HotWeave.Weaver.Tests.Properties;

/// <summary>How a member computes its number.</summary>
internal enum Form
{
    Instance,
    Small,
    Lambda,
    Closure,
    LocalFunction,
    Virtual,
    Private,
    Generic,
    Async,
    Iterator,
    Property,
    Handler,
}

/// <summary>A member that computes <c>n * Factor + Addend</c>, plus a field and what another member of its type says.</summary>
internal sealed record Member(string Name, Form Form, int Factor, int Addend, string? Callee, string? Field);

/// <summary>A class.</summary>
internal sealed record ProgramType(string Name, IReadOnlyList<Member> Members, IReadOnlyList<string> Fields);

/// <summary>A small program, and the edits that make the next version of it.</summary>
internal sealed record RandomProgram(IReadOnlyList<ProgramType> Types)
{
    // Of the same signature, so that one can become the other.
    private static readonly Form[] s_plain = [Form.Instance, Form.Small, Form.Lambda, Form.Closure, Form.LocalFunction];

    public static RandomProgram From(Choices choices)
    {
        var types = new List<ProgramType>();
        for (var t = 0; t <= choices.Below(3); t++)
        {
            var members = new List<Member>();
            for (var m = 0; m <= choices.Below(6); m++)
            {
                var callee = members.Count > 0 && choices.Below(2) == 1 ? choices.Of(members).Name : null;
                members.Add(new Member("M" + m, (Form)choices.Below(12), 1 + choices.Below(9), choices.Below(9), callee, null));
            }

            types.Add(new ProgramType("T" + t, members, []));
        }

        return new RandomProgram(types);
    }

    /// <summary>The next version: one edit after the other, as long as there are choices.</summary>
    /// <param name="choices">What the edits are.</param>
    /// <param name="from">The number of the first; it is in the names of what is added.</param>
    public RandomProgram Edited(Choices choices, int from = 0)
    {
        var program = Edit(choices, from);
        for (var number = from + 1; number < from + 6 && choices.Remain; number++)
            program = program.Edit(choices, number);
        return program;
    }

    private RandomProgram Edit(Choices choices, int number)
    {
        var type = choices.Of(Types);
        var member = choices.Of(type.Members);
        return choices.Below(7) switch
        {
            0 => With(type, member, member with { Factor = member.Factor + 1, Addend = choices.Below(9) }),
            1 => With(type with { Members = [.. type.Members, Added(choices, number)] }, member, member with { Callee = "Added" + number }),
            2 => With(type, member, member with { Callee = null }),
            3 => WithoutUncalled(type),
            4 => With(type with { Fields = [.. type.Fields, "_field" + number] }, member, member with { Field = "_field" + number }),
            5 when s_plain.Contains(member.Form) => With(type, member, member with { Form = choices.Of(s_plain) }),
            5 or 6 => new RandomProgram([.. Types.Select(t => t.Name == type.Name ? type with { Members = [.. type.Members.Reverse()] } : t)]),
            _ => throw new InvalidOperationException("There are seven edits."),
        };
    }

    // Calls nothing, or two members might call each other for ever.
    private static Member Added(Choices choices, int number) =>
        new("Added" + number, choices.Of([.. s_plain, Form.Private, Form.Generic, Form.Async, Form.Iterator, Form.Property, Form.Handler]), 1 + choices.Below(9), choices.Below(9), null, null);

    private RandomProgram WithoutUncalled(ProgramType type)
    {
        var gone = type.Members.FirstOrDefault(m => m.Form != Form.Virtual && type.Members.All(c => c.Callee != m.Name));
        return gone is null || type.Members.Count == 1 ? this : Replace(type with { Members = [.. type.Members.Where(m => m != gone)] });
    }

    private RandomProgram With(ProgramType type, Member member, Member changed) =>
        Replace(type with { Members = [.. type.Members.Select(m => m.Name == member.Name ? changed : m)] });

    private RandomProgram Replace(ProgramType type) => new([.. Types.Select(t => t.Name == type.Name ? type : t)]);
}
