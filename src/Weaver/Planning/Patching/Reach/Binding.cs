using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Planning.Patching.Reach;

/// <summary>What stands in a patch for one instruction of a new body. An instruction without one is copied.</summary>
internal abstract record Binding
{
    /// <summary>The member that is bound, as a line of the plan; null where the line of another instruction says it.</summary>
    public abstract string? Describe();
}

/// <summary>The instruction names a member, and this one answers.</summary>
/// <param name="Kind">Who answers.</param>
/// <param name="Member">The member of the new build.</param>
internal sealed record MemberBinding(BindingKind Kind, IMemberDefinition Member) : Binding
{
    /// <summary>What delegates mean, where <see cref="Kind"/> is a home.</summary>
    public HomeKind Home { get; init; }

    /// <summary>The type of a receiver that comes by reference (<c>constrained.</c>); null where it comes as it is.</summary>
    public TypeReference? Receiver { get; init; }

    /// <summary>Whether the object is converted before its field is used.</summary>
    public bool IsGuarded { get; init; }

    /// <inheritdoc/>
    public override string? Describe() =>
        $"{MemberName.Describe(Member)}: {KindText}{(Receiver is null ? "" : ", receiver by reference")}{(IsGuarded ? ", converted first" : "")}";

    private string KindText => Kind switch
    {
        BindingKind.Deployed => "deployed",
        BindingKind.Body => "here",
        BindingKind.Late => "by name",
        BindingKind.Slot => "by the object's type",
        BindingKind.Factory => "made here",
        BindingKind.Home => "delegate of the added member" + (Home == HomeKind.Plain ? "" : ", " + Home.ToString().ToLowerInvariant()),
        BindingKind.SlotHome => "delegate by the object's type",
        BindingKind.Cell => "cell",
        BindingKind.Data => "this version's data",
        _ => "this version's own",
    };
}

/// <summary>The instruction asks who its code is, and the deployed code is named.</summary>
/// <param name="Kind">What is asked.</param>
/// <param name="Asked">What asks, for people.</param>
/// <param name="Deployed">The type or method that is named; null where none is.</param>
internal sealed record IdentityBinding(IdentityKind Kind, string Asked, IMemberDefinition? Deployed) : Binding
{
    /// <inheritdoc/>
    public override string? Describe() =>
        Kind == IdentityKind.Resource ? $"{Asked}: this version's resources first"
        : Kind == IdentityKind.Clone ? $"{Asked}: own cells for the clone" : $"{Asked}: as {MemberName.Describe(Deployed!)}";
}

/// <summary>The prefix is not for what stands for its instruction.</summary>
internal sealed record DroppedPrefix : Binding
{
    /// <summary>The only one.</summary>
    public static DroppedPrefix Instance { get; } = new();

    /// <inheritdoc/>
    public override string? Describe() => null;
}
