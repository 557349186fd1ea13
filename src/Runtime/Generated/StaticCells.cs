using System.ComponentModel;
using HotWeave.State;

namespace HotWeave.Runtime;

/// <summary>
/// The static fields that patches add: patched code finds their cells through this class, once per patch. All versions that know a field share
/// its cell. People have no use for it.
/// </summary>
/// <remarks>All members are safe for any number of threads.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class StaticCells
{
    /// <summary>The cell of an added static field.</summary>
    /// <typeparam name="T">The field's type.</typeparam>
    /// <param name="declaring">The type that declares the field, with its type arguments.</param>
    /// <param name="key">The field's name, with more where a change of the initialiser makes it another field.</param>
    /// <returns>The cell; frozen for the life of the process.</returns>
    public static Cell<T> Of<T>(Type declaring, string key) => StaticFields.Of<T>(declaring, key).Cell;

    /// <summary>Gives an added static field its first value, unless it has one: an initialiser runs once per process, whichever versions ask.</summary>
    /// <typeparam name="T">The field's type.</typeparam>
    /// <param name="declaring">The type that declares the field, with its type arguments.</param>
    /// <param name="key">The field's name, as in <see cref="Of"/>.</param>
    /// <param name="initialiser">Computes the first value; null where that is the type's default.</param>
    /// <exception cref="Exception">What the initialiser threw. While a patch is prepared the operation reports it instead.</exception>
    public static void Make<T>(Type declaring, string key, Func<T>? initialiser)
    {
        // The attempt has failed, and nothing that is made now would be kept.
        if (StaticInitialisation.Current is { Failure: not null })
            return;
        var field = StaticFields.Of<T>(declaring, key);
        try
        {
            field.Make(initialiser);
        }
        catch (Exception e) when (StaticInitialisation.Current is { } run)
        {
            // The class that keeps the fields would never be usable again, were this to leave its static constructor.
            run.Fail(field, e);
        }
    }

    /// <summary>Whether an added static field has its first value, or is getting it on this thread.</summary>
    /// <typeparam name="T">The field's type.</typeparam>
    /// <param name="declaring">The type that declares the field, with its type arguments.</param>
    /// <param name="key">The field's name, as in <see cref="Of"/>.</param>
    /// <returns>Whether an initialiser has run, in whichever version.</returns>
    public static bool IsMade<T>(Type declaring, string key) => StaticFields.Of<T>(declaring, key).IsMade;

    /// <summary>Gives an added static field its first value from within the initialiser of another one, of which it is a part: both succeed, or neither keeps a value.</summary>
    /// <typeparam name="T">The field's type.</typeparam>
    /// <param name="declaring">The type that declares the field, with its type arguments.</param>
    /// <param name="key">The field's name, as in <see cref="Of"/>.</param>
    /// <param name="initialiser">Computes the first value.</param>
    /// <exception cref="Exception">What the initialiser threw.</exception>
    public static void MakeWithin<T>(Type declaring, string key, Func<T> initialiser) => StaticFields.Of<T>(declaring, key).Make(initialiser, isWithin: true);

    /// <summary>The cells of an added static field of which each thread has its own.</summary>
    /// <typeparam name="T">The field's type.</typeparam>
    /// <param name="declaring">The type that declares the field, with its type arguments.</param>
    /// <param name="key">The field's name.</param>
    /// <returns>The cells; frozen for the life of the process.</returns>
    public static ThreadCells<T> OfThreads<T>(Type declaring, string key) => StaticFields.OfThreads<T>(declaring, key);
}
