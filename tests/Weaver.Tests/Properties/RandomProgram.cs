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

/// <summary>What kind of type it is.</summary>
internal enum Shape
{
    Class,
    Struct,
    Record,
    Generic,
    Nested,
}

/// <summary>A member that computes <c>n * Factor + Addend</c>, plus a field and what another member of its type says.</summary>
internal sealed record Member(string Name, Form Form, int Factor, int Addend, string? Callee, string? Field)
{
    /// <summary>Whether it is a public method from a number to a number, so that an interface can ask for it.</summary>
    public bool IsPlain => Form is Form.Instance or Form.Small or Form.Lambda or Form.Closure or Form.LocalFunction or Form.Virtual;
}

/// <summary>A type with an interface that asks for some of its members, and a class derived from it that overrides some.</summary>
/// <param name="Name">The name.</param>
/// <param name="Shape">The kind.</param>
/// <param name="Members">The members.</param>
/// <param name="Fields">Names of fields; those that begin with <c>s</c> are static.</param>
/// <param name="Limit">The value of its one <c>static readonly</c> field.</param>
/// <param name="Contract">Names of the members that the interface has.</param>
/// <param name="Overridden">Names of the virtual members that the derived class overrides.</param>
internal sealed record ProgramType(string Name, Shape Shape, IReadOnlyList<Member> Members, IReadOnlyList<string> Fields, int Limit, IReadOnlyList<string> Contract, IReadOnlyList<string> Overridden)
{
    /// <summary>Whether it has an interface and a derived class.</summary>
    public bool IsOpen => Shape is Shape.Class or Shape.Nested;

    /// <summary>What it is called where objects of it are made.</summary>
    public string Use => Shape switch { Shape.Generic => Name + "<string>", Shape.Nested => $"Outer{Name}.{Name}", _ => Name };
}

/// <summary>A small program, and the edits that make the next version of it.</summary>
internal sealed record RandomProgram(IReadOnlyList<ProgramType> Types)
{
    // Of the same signature, so that one can become the other.
    private static readonly Form[] s_plain = [Form.Instance, Form.Small, Form.Lambda, Form.Closure, Form.LocalFunction];

    // Code of a struct that is run later cannot use its members.
    private static readonly Form[] s_ofStructs = [Form.Instance, Form.Small, Form.Lambda, Form.Closure, Form.Private, Form.Generic, Form.Async, Form.Iterator, Form.Property];

    public static RandomProgram From(Choices choices)
    {
        var types = new List<ProgramType>();
        for (var t = 0; t <= choices.Below(3); t++)
        {
            var shape = (Shape)choices.Below(5);
            var members = new List<Member>();
            for (var m = 0; m <= choices.Below(6); m++)
            {
                var callee = members.Count > 0 && choices.Below(2) == 1 ? choices.Of(members).Name : null;
                var form = shape == Shape.Struct ? choices.Of(s_ofStructs) : (Form)choices.Below(12);
                members.Add(new Member("M" + m, form, 1 + choices.Below(9), choices.Below(9), callee, choices.Below(4) == 1 ? ProgramText.Limit : null));
            }

            types.Add(new ProgramType("T" + t, shape, members, [], 1 + choices.Below(9), [], []));
        }

        return new RandomProgram([.. types.Select(t => t.IsOpen ? t with { Contract = Some(t.Members.Where(static m => m.IsPlain)), Overridden = Some(t.Members.Where(static m => m.Form == Form.Virtual)) } : t)]);

        IReadOnlyList<string> Some(IEnumerable<Member> members) => [.. members.Where(_ => choices.Below(2) == 1).Select(static m => m.Name)];
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
        return choices.Below(13) switch
        {
            0 => With(type, member, member with { Factor = member.Factor + 1, Addend = choices.Below(9) }),
            1 => With(type with { Members = [.. type.Members, Added(type, choices, number)] }, member, member with { Callee = "Added" + number }),
            2 => With(type, member, member with { Callee = null }),
            3 => WithoutUncalled(type),
            4 when type.Shape != Shape.Struct => WithField(type, member, "_field" + number),
            4 or 5 => WithField(type, member, "s_field" + number),
            6 when s_plain.Contains(member.Form) => With(type, member, member with { Form = choices.Of(s_plain.Where(f => type.Shape != Shape.Struct || s_ofStructs.Contains(f)).ToList()) }),
            6 or 7 => new RandomProgram([.. Types.Select(t => t.Name == type.Name ? type with { Members = [.. type.Members.Reverse()] } : t)]),
            8 => Replace(type with { Limit = type.Limit + 1 + choices.Below(9) }),
            9 when type.IsOpen && member.IsPlain && !type.Contract.Contains(member.Name) => Replace(type with { Contract = [.. type.Contract, member.Name] }),
            10 when type.IsOpen && member.Form == Form.Virtual => Replace(type with { Overridden = Toggled(type.Overridden, member.Name) }),
            11 when type.IsOpen => Replace(type with { Members = [.. type.Members, new Member("Added" + number, Form.Virtual, 2, number, null, null)], Overridden = choices.Below(2) == 1 ? [.. type.Overridden, "Added" + number] : type.Overridden }),
            12 => new RandomProgram([.. Types, type with { Name = "New" + number, Shape = (Shape)choices.Below(5) is var shape && (shape == Shape.Struct) == (type.Shape == Shape.Struct) ? shape : type.Shape, Contract = [], Overridden = [] }]),
            _ => this,
        };
    }

    private static IReadOnlyList<string> Toggled(IReadOnlyList<string> names, string name) => names.Contains(name) ? [.. names.Where(n => n != name)] : [.. names, name];

    // Calls nothing, or two members might call each other for ever.
    private static Member Added(ProgramType type, Choices choices, int number)
    {
        Form[] forms = type.Shape == Shape.Struct ? s_ofStructs : [.. s_plain, Form.Private, Form.Generic, Form.Async, Form.Iterator, Form.Property, Form.Handler];
        return new("Added" + number, choices.Of(forms), 1 + choices.Below(9), choices.Below(9), null, null);
    }

    private RandomProgram WithField(ProgramType type, Member member, string field) => With(type with { Fields = [.. type.Fields, field] }, member, member with { Field = field });

    private RandomProgram WithoutUncalled(ProgramType type)
    {
        var gone = type.Members.FirstOrDefault(m => m.Form != Form.Virtual && !type.Contract.Contains(m.Name) && type.Members.All(c => c.Callee != m.Name));
        return gone is null || type.Members.Count == 1 ? this : Replace(type with { Members = [.. type.Members.Where(m => m != gone)] });
    }

    private RandomProgram With(ProgramType type, Member member, Member changed) =>
        Replace(type with { Members = [.. type.Members.Select(m => m.Name == member.Name ? changed : m)] });

    private RandomProgram Replace(ProgramType type) => new([.. Types.Select(t => t.Name == type.Name ? type : t)]);
}
